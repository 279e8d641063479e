// Still pictures: of a file, or of the camera in a call. Each is painted anew, so that what a
// camera wrote beside the pixels (where, when, with what) never leaves the device.
import { fitted } from "../model/photos";
import { onEachPicture } from "./features";

/** Longest side of what is sent, in pixels: enough for the edge of a wound, little enough for 4G. */
const SIDE_MOST = 2_000;
/** Most bytes that the server takes. */
const BYTES_MOST = 2 * 1024 * 1024;
/** How well a picture is written, and how if that takes too many bytes. */
const QUALITIES = [0.85, 0.7, 0.5];
/** What a camera is asked for while one still is taken. */
const SHARP: MediaTrackConstraints = { width: { ideal: 1_920 }, height: { ideal: 1_080 } };
/** Frames in which a camera has time to become sharper, and how long one may take to come. */
const FRAMES_MOST = 20;
const FRAME_TIME_MS = 500;

/** The picture in `file`, the right way up; `null` if this device cannot read it. */
export async function ofFile(file: Blob): Promise<Blob | null> {
  try {
    const pixels = await createImageBitmap(file, { imageOrientation: "from-image" });
    const picture = await painted(pixels, pixels.width, pixels.height);
    pixels.close();
    return picture;
  } catch {
    return null;
  }
}

/** What the camera sees now, as sharply as it can while the call goes on. */
export async function ofCamera(track: MediaStreamTrack): Promise<Blob | null> {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  const usual = track.getConstraints();
  try {
    await video.play();
    const before = video.videoWidth;
    // A camera that cannot do more shows what it has.
    const asked = await track.applyConstraints({ ...usual, ...SHARP }).then(() => true, () => false);
    for (let frame = 0; asked && frame < FRAMES_MOST && video.videoWidth <= before; frame += 1) await nextFrame(video);
    return await painted(video, video.videoWidth, video.videoHeight);
  } catch {
    return null;
  } finally {
    video.srcObject = null;
    await track.applyConstraints(usual).catch(() => undefined);
  }
}

function nextFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, FRAME_TIME_MS);
    const done = onEachPicture(video, () => {
      clearTimeout(late);
      done();
      resolve();
    });
  });
}

async function painted(source: CanvasImageSource, width: number, height: number): Promise<Blob | null> {
  if (width === 0 || height === 0) return null;
  const size = fitted(width, height, SIDE_MOST);
  const canvas = document.createElement("canvas");
  canvas.width = size.width;
  canvas.height = size.height;
  const brush = canvas.getContext("2d");
  if (brush === null) return null;
  // What was see-through becomes white, not black.
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, size.width, size.height);
  brush.drawImage(source, 0, 0, size.width, size.height);
  for (const quality of QUALITIES) {
    const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
    if (picture !== null && picture.size <= BYTES_MOST) return picture;
  }
  return null;
}
