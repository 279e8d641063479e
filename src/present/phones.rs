//! Whom to ring when all else fails: a page that needs no script, no sign-in and no store.
//!
//! Where there is a script, `telefon.js` puts the reader's own municipality first and marks the
//! hours that hold: a page that was kept for a week cannot know what the clock shows.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::names::Names;
use super::{alphabet, hours};
use crate::domain::clinical::PhoneNumber;
use crate::domain::directory::{Centre, DutySlot, Municipality, OpeningHours, Week};

/// The page of telephone numbers, per municipality and hour: Swedish with a line of
/// English. It links to no file but `/telefon.css` and `/telefon.js`. A `demo` says that nobody on it exists.
#[must_use]
pub fn page(names: Names<'_>, demo: bool) -> String {
    let directory = names.directory();
    let county = directory.county();
    let mut page = Page::default();
    page.line("<!doctype html>");
    page.line("<html lang=\"sv\">");
    page.line("<head>");
    page.line("<meta charset=\"utf-8\">");
    page.line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    page.line("<title>Telefonnummer – Väntrum</title>");
    page.line("<link rel=\"stylesheet\" href=\"/telefon.css\">");
    page.line("<script src=\"/telefon.js\" defer></script>");
    page.line("</head>");
    page.line("<body>");
    if demo {
        page.line("<aside class=\"demo\" aria-label=\"Demo\">Demo. Påhittade namn och nummer. Inte för vård. <span lang=\"en\">Invented names and numbers.</span></aside>");
    }
    page.line("<header>");
    page.line(&format!("<a href=\"/\">{MARK} Väntrum</a>"));
    page.line("</header>");
    page.line("<main>");
    page.line("<h1>Telefonnummer när Väntrum inte fungerar</h1>");
    page.line("<p>Vid livshotande läge: ring <a href=\"tel:112\">112</a>. Efterregistrera ärendet i Väntrum när det fungerar igen.</p>");
    page.line("<p lang=\"en\">If a life is in danger, call <a href=\"tel:112\">112</a>. These are the numbers to use when Väntrum does not work.</p>");
    page.line("<p>På helgdagar och aftnar gäller numren för söndag. <span lang=\"en\">On public holidays the numbers for Sunday hold.</span></p>");
    page.line(&format!(
        "<p class=\"county\">{}, samordnare <span lang=\"en\">(county coordinator)</span>: {}</p>",
        escaped(&county.name),
        number(&county.phone.dial(), county.phone.as_str())
    ));
    let mut municipalities: Vec<_> = directory.municipalities(names.at()).collect();
    municipalities.sort_by_cached_key(|one| alphabet::key(&one.name));
    page.line("<nav aria-label=\"Kommuner\">");
    for municipality in &municipalities {
        page.line(&format!(
            "<a href=\"#{}\">{}</a>",
            municipality.id,
            escaped(&municipality.name)
        ));
    }
    page.line("</nav>");
    for municipality in municipalities {
        section(&mut page, municipality, names);
    }
    page.line(&format!(
        "<p class=\"as-of\">Uppgifterna hämtades <time datetime=\"{}\">{}</time>. <span lang=\"en\">As of that time.</span></p>",
        names.at().to_rfc3339(),
        names.at().local().strftime("%Y-%m-%d %H:%M")
    ));
    page.line("</main>");
    page.line("</body>");
    page.line("</html>");
    page.0
}

/// One is seen, two wait.
const MARK: &str = "<svg viewBox=\"0 0 26 10\" width=\"26\" height=\"10\" aria-hidden=\"true\"><circle cx=\"5\" cy=\"5\" r=\"4.5\" fill=\"currentColor\"/><circle cx=\"14\" cy=\"5\" r=\"3\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/><circle cx=\"22\" cy=\"5\" r=\"2.6\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/></svg>";

/// Whom the nurses of a municipality ring, by the hours of the week and in order.
fn section(page: &mut Page, municipality: &Municipality, names: Names<'_>) {
    let name = escaped(&municipality.name);
    page.line(&format!("<section id=\"{}\">", municipality.id));
    page.line(&format!("<h2>{name}</h2>"));
    page.line("<table>");
    page.line(&format!(
        "<caption>Vem sjuksköterskor i {name} ringer, och när</caption>"
    ));
    page.line("<thead><tr><th scope=\"col\">När</th><th scope=\"col\">Ring i den här ordningen</th></tr></thead>");
    page.line("<tbody>");
    let places = Places::of(municipality, names);
    let parts = places.parts(names);
    let count = parts.len();
    for (place, (week, turns)) in parts.iter().enumerate() {
        let when = match (count, place + 1 == count) {
            (1, _) => "Dygnet runt".to_owned(),
            (_, true) => "Övrig tid".to_owned(),
            (_, false) => unbroken(&capital(&hours::swedish(week))),
        };
        let holds = match count {
            1 => String::new(),
            _ => format!(" data-week=\"{}\"", minutes(week)),
        };
        page.line(&format!("<tr{holds}><th scope=\"row\">{when}</th><td><ol>"));
        page.line(&format!(
            "<li>Livshotande läge: {}</li>",
            number("112", "112")
        ));
        places.list(page, week, turns);
        let county = names.directory().county();
        page.line(&entry("Länets samordnare", "", &county.phone));
        page.line("</ol></td></tr>");
    }
    page.line("</tbody>");
    page.line("</table>");
    page.line(&format!(
        "<p>Kommunens sjuksköterska i beredskap: {}</p>",
        number(&municipality.phone.dial(), municipality.phone.as_str())
    ));
    page.line("</section>");
}

/// The centres that a municipality's nurses may ask: its own, and those of neighbours.
struct Places<'a> {
    own: Vec<&'a Centre>,
    others: Vec<&'a Centre>,
}

type Part<'a> = (Week, Vec<Vec<&'a DutySlot>>);

impl<'a> Places<'a> {
    fn of(municipality: &'a Municipality, names: Names<'a>) -> Self {
        let asked = names.directory().centres_of(&municipality.id, names.at());
        let mut asked: Vec<_> = asked.collect();
        asked.sort_by_cached_key(|centre| alphabet::key(&centre.name));
        let (own, others) = asked
            .into_iter()
            .partition(|centre| centre.municipality == municipality.id);
        Self { own, others }
    }

    /// The parts of the week in which the same people are on call: working hours first, the
    /// nights last.
    fn parts(&self, names: Names<'a>) -> Vec<Part<'a>> {
        let ids = |centres: &[&Centre]| -> BTreeSet<_> {
            centres.iter().map(|centre| centre.id.clone()).collect()
        };
        let (directory, at) = (names.directory(), names.at());
        let mut parts = directory.rings_of_week(&ids(&self.own), at);
        if parts.iter().all(|(_, turns)| turns.is_empty()) {
            parts = directory.rings_of_week(&ids(&self.others), at);
        }
        parts.sort_by_key(|(week, _)| (week.holds(SUNDAY_NIGHT), !week.holds(MONDAY_TEN)));
        parts
    }

    /// In working hours the patient's own centre comes first, else who is on call.
    fn list(&self, page: &mut Page, week: &Week, turns: &[Vec<&DutySlot>]) {
        let on_call = !turns.is_empty();
        let listed = |centres: &[&'a Centre]| -> Vec<&'a Centre> {
            let open = |centre: &&&Centre| opens_in(centre, week, on_call);
            centres.iter().filter(open).copied().collect()
        };
        for slot in turns.iter().flatten() {
            if let Some(phone) = &slot.phone {
                page.line(&entry(&slot.name, "", phone));
            }
        }
        group(page, "Patientens hälsocentral", &listed(&self.own), week);
        group(
            page,
            "Hälsocentral i en annan kommun",
            &listed(&self.others),
            week,
        );
    }
}

/// Sunday 03:00 and Monday 10:00, in minutes of the week: nobody works and everybody works.
const SUNDAY_NIGHT: u32 = (6 * 24 + 3) * 60;
const MONDAY_TEN: u32 = 10 * 60;

/// While somebody is on call only what is open all the time is worth a call besides.
fn opens_in(centre: &Centre, week: &Week, on_call: bool) -> bool {
    let open = centre.hours.as_ref().map(OpeningHours::week);
    open.is_none_or(|open| {
        if on_call {
            open.covers(week)
        } else {
            open.meets(week)
        }
    })
}

fn group(page: &mut Page, what: &str, centres: &[&Centre], week: &Week) {
    if centres.is_empty() {
        return;
    }
    page.line(&format!("<li>{what}:<ul>"));
    for centre in centres {
        let open = centre.hours.as_ref().map(OpeningHours::week);
        let part = open.filter(|open| !open.covers(week));
        let when = part.map_or_else(String::new, |open| hours::swedish(&open));
        page.line(&entry(&centre.name, &when, &centre.phone));
    }
    page.line("</ul></li>");
}

fn entry(name: &str, when: &str, phone: &PhoneNumber) -> String {
    let when = match when {
        "" => String::new(),
        when => format!(" <small>{}</small>", escaped(when)),
    };
    format!(
        "<li><span>{}{when}</span> {}</li>",
        escaped(name),
        number(&phone.dial(), phone.as_str())
    )
}

/// Spans in minutes since Monday 00:00, as a script reads them.
fn minutes(week: &Week) -> String {
    let spans = week.spans().iter();
    let spans = spans.map(|(from, until)| format!("{from}-{until}"));
    spans.collect::<Vec<_>>().join(",")
}

/// A line is broken between hours, never in them.
fn unbroken(hours: &str) -> String {
    let parts = hours.split_inclusive(", ").map(|part| {
        let shown = part.trim_end();
        format!("<span>{shown}</span>")
    });
    parts.collect::<Vec<_>>().join(" ")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn number(dial: &str, shown: &str) -> String {
    format!("<a href=\"tel:{}\">{}</a>", escaped(dial), escaped(shown))
}

#[derive(Default)]
struct Page(String);

impl Page {
    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }
}

fn escaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' | '>' | '&' | '"' | '\'' => {
                // Writing to text cannot fail.
                if write!(plain, "&#{};", u32::from(c)).is_err() {
                    return String::new();
                }
            }
            _ => plain.push(c),
        }
    }
    plain
}

/// How the page looks on a screen and on paper.
pub const STYLE: &str = "\
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; }
body { margin: 0; overflow-wrap: break-word; }
p { text-wrap: pretty; }
.demo { margin: 0; padding: 0.5rem 1rem; background: #23313a; color: #fff; text-align: center; font-size: 0.9375rem; }
header { padding: 0.5rem 1rem; border-bottom: 1px solid #d0d7da; }
header a { display: inline-flex; align-items: center; gap: 0.5rem; min-height: 2.75rem; font-size: 1.375rem; font-weight: 650; text-decoration: none; }
header svg { color: #0b5b6b; }
main { max-width: 46rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; line-height: 1.2; }
h2 { font-size: 1.2rem; margin: 1.5rem 0 0.25rem; }
table { width: 100%; border-collapse: collapse; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
thead th { font-size: 0.85rem; }
th, td { padding: 0.4rem 0.5rem 0.4rem 0; border-bottom: 1px solid; text-align: left; vertical-align: top; }
tbody th { width: 13rem; font-weight: 600; }
tbody th span { display: inline-block; }
.now { display: block; width: fit-content; margin-top: 0.25rem; padding: 0 0.5rem; border: 2px solid #1f6b3a; border-radius: 4px; color: #1f6b3a; }
tr.holds { background: #edf5ef; }
nav { display: flex; flex-wrap: wrap; gap: 0 1rem; }
nav a { display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem; min-width: 2.75rem; }
ol { margin: 0; padding-left: 1.5rem; }
ul { margin: 0; padding: 0; list-style: none; }
li > span { margin-right: 0.5rem; }
small { font-size: 0.85rem; }
a[href^=\"tel:\"] { display: inline-block; min-height: 1.5rem; white-space: nowrap; font-weight: 600; }
a { color: inherit; }
.as-of { font-size: 0.85rem; }
@media (prefers-color-scheme: dark) {
  header { border-color: #4a555c; }
  header svg { color: #7cc4d3; }
  .now { border-color: #8fd0a4; color: #8fd0a4; }
  tr.holds { background: #17251c; }
}
@media (max-width: 36rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: block; border-bottom: 1px solid; }
  th, td { display: block; border: 0; padding: 0.25rem 0; }
  tbody th { width: auto; }
  a[href^=\"tel:\"] { display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem; min-width: 2.75rem; }
}
@media print {
  :root { color-scheme: light; font-size: 10pt; }
  nav { display: none; }
  header { padding: 0; border: 0; }
  .now { display: none; }
  .demo { padding: 0; background: none; color: inherit; text-align: left; font-weight: 600; }
  main { max-width: none; padding: 0; }
  section, tr { break-inside: avoid; }
  h2 { break-after: avoid; }
  a { text-decoration: none; }
}
";

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::config::county;
    use crate::domain::directory::testing::day;

    #[test]
    fn page_gives_at_each_hour_the_number_that_every_other_page_gives() {
        let directory = county::demo().unwrap();
        // Monday at 13:00 by the county's clock.
        let (monday, first) = (day("2026-11-23"), 13 * 60);
        for hours in (0..7 * 24).step_by(5) {
            let at = monday.plus(Duration::from_secs(hours * 60 * 60));
            let minute = u32::try_from((first + hours * 60) % (7 * 24 * 60)).unwrap();
            let names = Names::new(&directory, at);
            for municipality in directory.municipalities(at) {
                let places = Places::of(municipality, names);
                let parts = places.parts(names);
                let (week, turns) = parts.iter().find(|(week, _)| week.holds(minute)).unwrap();
                let mut page = Page::default();
                places.list(&mut page, week, turns);
                for centre in &places.own {
                    let mut slots = directory.rings(&centre.id, at).into_iter().flatten();
                    let slot = slots.find(|slot| slot.channel.has_phone());
                    let number = names.phone_now(&centre.id, slot.map(|slot| &slot.id));
                    assert!(page.0.contains(&number), "{} {at:?}: {number}", centre.id);
                }
            }
        }
    }

    #[test]
    fn no_line_begins_with_a_comma() {
        let shown = "<span>Mån–tors 08:00–16:30,</span> <span>fre 08:00–16:00</span>";
        assert_eq!(unbroken("Mån–tors 08:00–16:30, fre 08:00–16:00"), shown);
    }

    #[test]
    fn text_of_the_directory_is_never_markup() {
        assert_eq!(escaped("<b>&\"'"), "&#60;b&#62;&#38;&#34;&#39;");
    }
}
