/** Where the page of telephone numbers looks for the municipality of this device: a place, and nobody's name. */
const STORED = "vantrum.municipality";

/** Lets that page begin with the municipality in which somebody signs in here. */
export function rememberMunicipality(id: string | null): void {
  if (id !== null) localStorage.setItem(STORED, id);
}
