// Pictures, which only the pages of a case send and fetch.
import * as v from "valibot";
import type { ImageCreated } from "../protocol";
import type { Api } from "./api";
import type { Result } from "./result";
import { as, text } from "./shapes";

const created = as<ImageCreated>(v.looseObject({ image: text }));

export function uploadImage(api: Api, picture: Blob): Promise<Result<ImageCreated>> {
  return api.call({ method: "POST", path: "/images", body: picture }, created);
}

/** A picture of a case. The server logs the disclosure before it answers. */
export function fetchImage(api: Api, id: string, image: string): Promise<Result<Blob>> {
  return api.call({ method: "GET", path: `/consults/${encodeURIComponent(id)}/images/${encodeURIComponent(image)}` }, v.blob());
}
