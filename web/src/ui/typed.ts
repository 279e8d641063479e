// What is typed or pasted, as the server takes it: the signs that no field may hold are not kept,
// so that nobody is refused at the end for what she never saw.

/** Signs that end a line, in any way a program writes it. */
const LINE_END = /\r\n?|[\v\f\u0085\u2028\u2029]/gu;
/** Signs that turn the direction of text, and hyphens that only a line end would show. */
const UNSEEN = /[\u00ad\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]/gu;

/** A text of one line, or of several, without what steers how it is shown. */
export function typedText(text: string, lines: boolean): string {
  const plain = text.replace(LINE_END, "\n").replace(/\t/gu, " ").replace(UNSEEN, "").replace(CONTROL, "");
  return lines ? plain : plain.replace(/\n+/gu, " ");
}
