// Amounts as people write them: whether every number has its unit, and how the two stay together.

/** A number: its digits with a decimal sign or spaces between thousands, or a fraction in one sign. */
const NUMBER = /[\d¼-¾⅐-⅞](?:[\d¼-¾⅐-⅞]|[.,](?=[\d¼-¾⅐-⅞])|[ \u00a0\u202f](?=\d{3}(?!\d)))*/gu;
/** What makes one amount of the numbers on both sides. */
const JOINS = /^\s*(?:[-–—/x×*]|till|to)\s*$/u;
/** The word or sign that says of what a number is; a times sign says nothing. */
const UNIT = /^\s*(?![xX×](?!\p{L}))[\p{L}%‰µ°]/u;

export type Amount = "with_unit" | "no_number" | "no_unit";

/** The same judgement as the server's, made before anything is sent. */
export function amount(typed: string): Amount {
  const found = [...typed.matchAll(NUMBER)];
  if (found.length === 0) return "no_number";
  const bare = found.some((number, place) => {
    const after = number.index + number[0].length;
    const next = found[place + 1]?.index;
    const between = typed.slice(after, next);
    return !UNIT.test(between) && !(next !== undefined && JOINS.test(between));
  });
  return bare ? "no_unit" : "with_unit";
}

/** A part of a text; what is `together` is not to be broken between two lines. */
export type Piece = { said: string; together: boolean };

const PAIR = /[\d¼-¾⅐-⅞](?:[\d¼-¾⅐-⅞]|[.,:](?=\d)|\s?[-–—]\s?(?=\d)|[ \u00a0\u202f](?=\d{3}(?!\d)))*(?:[ \u00a0\u202f]?[%‰µ°\p{L}][\p{L}/%]*)?/gu;

/** A text in its pieces: every number with the word after it, and what stands between. */
export function pieces(said: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const pair of said.matchAll(PAIR)) {
    if (pair.index > from) found.push({ said: said.slice(from, pair.index), together: false });
    found.push({ said: pair[0], together: true });
    from = pair.index + pair[0].length;
  }
  if (from < said.length) found.push({ said: said.slice(from), together: false });
  return found;
}
