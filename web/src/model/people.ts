// Whom one can be in the demo, found by what one types.
import type { CommissionRef, DemoPerson, Role } from "../protocol";

export type Entry = { person: DemoPerson; commission: CommissionRef };
export type PeopleGroup = { key: "municipality" | "doctor" | "figures"; entries: Entry[] };

/** One entry for each commission that matches every word of `search`; `roleName` says a role as the page shows it. */
export function findPeople(people: readonly DemoPerson[], search: string, roleName: (role: Role) => string): Entry[] {
  const words = search.toLocaleLowerCase("sv").split(/\s+/u).filter(Boolean);
  return people
    .flatMap((person) => person.commissions.map((commission) => ({ person, commission })))
    .filter(({ person, commission }) => {
      const said = `${person.name} ${commission.unit_name} ${roleName(commission.role)} ${person.municipality_name ?? ""}`.toLocaleLowerCase("sv");
      return words.every((word) => said.includes(word));
    });
}

const GROUP: Record<Role, PeopleGroup["key"]> = {
  nurse: "municipality",
  doctor: "doctor",
  administrator: "figures",
  coordinator: "figures",
  chief_nurse: "figures",
  head_of_unit: "figures",
  reviewer: "figures",
  operator: "figures",
};

/** Entries by kind of work, in the order in which the server named them; empty groups are left out. */
export function groupPeople(entries: readonly Entry[]): PeopleGroup[] {
  return (["municipality", "doctor", "figures"] as const)
    .map((key) => ({ key, entries: entries.filter((entry) => GROUP[entry.commission.role] === key) }))
    .filter((group) => group.entries.length > 0);
}
