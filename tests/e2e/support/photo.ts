import type { Page } from "@playwright/test";

/** What a camera writes beside the pixels. It may lie nowhere once the picture has left the telephone. */
export const WRITTEN = "Planterad plats 62.9323 17.7764";

/** A photograph as a telephone writes it: held on its side, with the place where it was taken. */
export async function photograph(page: Page): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const url = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2_400, 1_800];
    const brush = canvas.getContext("2d");
    if (brush === null) throw new Error("no canvas");
    brush.fillStyle = "#e2b59a";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.fillStyle = "#8d2f2a";
    brush.beginPath();
    brush.ellipse(900, 900, 420, 260, 0.4, 0, 7);
    brush.fill();
    brush.fillStyle = "#d8c77a";
    brush.beginPath();
    brush.ellipse(960, 860, 130, 80, 0.4, 0, 7);
    brush.fill();
    return canvas.toDataURL("image/jpeg", 0.9);
  });
  const plain = Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
  const said = Buffer.from(`${WRITTEN}\0`, "latin1");
  // Two fields: a description (0x010e) that says where, and how the camera was held (0x0112): 6, a quarter turn.
  const fields = Buffer.from("4578696600004d4d002a000000080002010e000200000000000000260112000300000001000600000000" + "0000", "hex");
  fields.writeUInt32BE(said.length, 20);
  const exif = Buffer.concat([fields, said]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(exif.length + 2, 2);
  return { name: "IMG_0412.jpg", mimeType: "image/jpeg", buffer: Buffer.concat([plain.subarray(0, 2), head, exif, plain.subarray(2)]) };
}
