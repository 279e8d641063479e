// The one change made to a description: the other side is asked to send speech sparingly.

/**
 * Asks for discontinuous transmission and 24 kbit/s in the *remote* description, just before
 * it is applied. Our own is never touched, so `setLocalDescription()` stays free of arguments
 * and both sides may offer at once.
 */
export function sparingSpeech(sdp: string): string {
  const opus = /^a=rtpmap:(\d+) opus\/48000/imu.exec(sdp)?.[1];
  if (opus === undefined) return sdp;
  return sdp.replace(new RegExp(`^(a=fmtp:${opus} )(.*)$`, "mu"), (_, head: string, rest: string) => {
    const kept = rest.split(";").filter((part) => !/^(usedtx|maxaveragebitrate)=/u.test(part.trim()));
    return `${head}${[...kept, "usedtx=1", "maxaveragebitrate=24000"].join(";")}`;
  });
}
