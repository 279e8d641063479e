// Pictures that a nurse has taken or chosen, on their way to the server: what each one waits
// for, and what stands in the way of sending them. Pure; the bytes are somebody else's.
/** Most pictures of one request or addition. */
export const PHOTOS_MOST = 4;

/** How far one picture has come. `unusable`: no picture, or none that this device can read. */
export type PhotoStage = "preparing" | "sending" | "there" | "failed" | "refused" | "unusable";

export type Photo = {
  /** Its place in the memory of this page. */
  readonly id: number;
  readonly stage: PhotoStage;
  /** What to show it by, once it has been prepared. */
  readonly url: string | null;
  /** What the server calls it, once it is there. */
  readonly image: string | null;
};

export type PhotoEvent =
  | { type: "chosen"; id: number }
  | { type: "prepared"; id: number; url: string }
  | { type: "unreadable"; id: number }
  | { type: "sending"; id: number }
  | { type: "arrived"; id: number; image: string }
  | { type: "lost"; id: number; mayRepeat: boolean }
  | { type: "removed"; id: number }
  | { type: "spent" };

/** What is known of each picture after `event`. News of one that was removed says nothing. */
export function reducePhotos(photos: readonly Photo[], event: PhotoEvent): readonly Photo[] {
  const change = (changed: Partial<Photo>) => photos.map((photo) => ("id" in event && photo.id === event.id ? { ...photo, ...changed } : photo));
  switch (event.type) {
    case "chosen":
      return photos.length < PHOTOS_MOST ? [...photos, { id: event.id, stage: "preparing", url: null, image: null }] : photos;
    case "prepared":
      return change({ stage: "sending", url: event.url });
    case "unreadable":
      return change({ stage: "unusable" });
    case "sending":
      return change({ stage: "sending" });
    case "arrived":
      return change({ stage: "there", image: event.image });
    case "lost":
      return change({ stage: event.mayRepeat ? "failed" : "refused" });
    case "removed":
      return photos.filter((photo) => photo.id !== event.id);
    case "spent":
      // The server knows those no longer: they waited too long, or were named already.
      return photos.map((photo) => (photo.stage === "there" ? { ...photo, stage: "failed", image: null } : photo));
  }
}

/** The pictures that the server has, in the order in which they were chosen. */
export function imagesOf(photos: readonly Photo[]): string[] {
  return photos.flatMap((photo) => (photo.image === null ? [] : [photo.image]));
}

/** What stands between these pictures and being sent: one is on its way, or one will not come by itself. */
export function holdsBack(photos: readonly Photo[]): "waiting" | "failed" | null {
  if (photos.some((photo) => photo.stage === "failed" || photo.stage === "refused" || photo.stage === "unusable")) return "failed";
  return photos.some((photo) => photo.stage === "preparing" || photo.stage === "sending") ? "waiting" : null;
}

/** The size at which a picture goes out: no side longer than `most`, the shape kept. */
export function fitted(width: number, height: number, most: number): { width: number; height: number } {
  const scale = Math.min(1, most / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
