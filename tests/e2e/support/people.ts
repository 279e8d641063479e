/** Somebody of the demo county, under one commission. */
export type Person = { id: string; name: string; commission: string; unit: string };

const nurse = (id: string, name: string, unit: string): Person => ({ id, name, commission: `${id}-nurse`, unit });
const doctor = (id: string, name: string, unit: string): Person => ({ id, name, commission: `${id}-doctor`, unit });

/** A nurse, and a doctor of the centre that her unit asks first. Tests that share a server share no place. */
export type Place = { nurse: Person; colleague: Person; doctor: Person; centre: { id: string; name: string }; municipality: string };

export const KRAMFORS: Place = {
  nurse: nurse("sara-lindgren", "Sara Lindgren", "Hemsjukvården Kramfors"),
  colleague: nurse("signe-fahim", "Signe Fahim", "Hemsjukvården Kramfors"),
  doctor: doctor("maria-ek", "Maria Ek", "Älvens hälsocentral"),
  centre: { id: "alvens", name: "Älvens hälsocentral" },
  municipality: "Kramfors",
};

/** More of those who ask and answer in Kramfors, for a story with many. */
export const KRAMFORS_MORE = {
  nurses: [nurse("andreas-sandell", "Andreas Sandell", KRAMFORS.nurse.unit), nurse("linda-myren", "Linda Myrén", KRAMFORS.nurse.unit), nurse("emma-ronnqvist", "Emma Rönnqvist", KRAMFORS.nurse.unit)],
  doctors: [doctor("annika-bergvik", "Annika Bergvik", ""), doctor("ebba-bergvik", "Ebba Bergvik", "")],
  /** Answers for another centre besides. */
  elsewhere: doctor("peter-wall", "Peter Wall", ""),
} as const;

export const SOLLEFTEA: Place = {
  nurse: nurse("niklas-bjork", "Niklas Björk", "Hemsjukvården Sollefteå"),
  colleague: nurse("marja-ulander", "Marja Ulander", "Hemsjukvården Sollefteå"),
  doctor: doctor("emma-strand", "Emma Strand", "Nipans hälsocentral"),
  centre: { id: "nipans", name: "Nipans hälsocentral" },
  municipality: "Sollefteå",
};

export const TIMRA: Place = {
  nurse: nurse("signe-oberg", "Signe Öberg", "Hemsjukvården Timrå"),
  colleague: nurse("lovisa-jonsater", "Lovisa Jonsäter", "Hemsjukvården Timrå"),
  doctor: doctor("henrik-bjork", "Henrik Björk", "Timmerhamnens hälsocentral"),
  centre: { id: "timmerhamnen", name: "Timmerhamnens hälsocentral" },
  municipality: "Timrå",
};

export const HARNOSAND: Place = {
  nurse: nurse("eva-strand", "Eva Strand", "Hemsjukvården Härnösand"),
  colleague: nurse("peter-nordlof", "Peter Nordlöf", "Hemsjukvården Härnösand"),
  doctor: doctor("peter-akerlund", "Peter Åkerlund", "Kustens hälsocentral"),
  centre: { id: "kustens", name: "Kustens hälsocentral" },
  municipality: "Härnösand",
};

/** An administrator of the region. */
export const KARIN: Person = { id: "karin-boden", name: "Karin Bodén", commission: "karin-boden-admin", unit: "" };
/** An administrator of a small private provider. */
export const TIMO: Person = { id: "timo-ronnqvist", name: "Timo Rönnqvist", commission: "timo-ronnqvist-admin", unit: "" };

/** The county's coordinator. */
export const LINDA: Person = { id: "linda-fahim", name: "Linda Fahim", commission: "linda-fahim-coordinator", unit: "" };

/** A reviewer of Kramfors kommun. */
export const LOVISA: Person = { id: "lovisa-fahim", name: "Lovisa Fahim", commission: "lovisa-fahim-reviewer", unit: "" };

/** A reviewer of the region, whose centres answer. */
export const MARIA: Person = { id: "maria-tjader", name: "Maria Tjäder", commission: "maria-tjader-reviewer", unit: "" };

/** Who the stories are about: nobody. The number is a published test number. */
export const PATIENT = { name: "Planterad Tolvansson", number: "19121212-1212" };

/** Patients of pages that are only looked at: invented names on published test numbers. */
export const GORAN = { name: "Göran Hedin", number: "19500907-2553" };
export const BIRGITTA = { name: "Birgitta Palm", number: "19610118-2803" };
export const ANDERS = { name: "Anders Norell", number: "19900222-2397" };
