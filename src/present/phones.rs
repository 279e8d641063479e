//! Whom to ring when all else fails: a page that needs no script, no sign-in and no store.

use std::fmt::Write as _;

use super::names::Names;
use crate::domain::directory::{Centre, Municipality};

/// The page of telephone numbers, per municipality and centre: Swedish with a line of
/// English. It links to no file but `/telefon.css`. A `demo` says that nobody on it exists.
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
    page.line(&format!(
        "<p class=\"county\">{}, samordnare <span lang=\"en\">(county coordinator)</span>: {}</p>",
        escaped(&county.name),
        number(&county.phone.dial(), county.phone.as_str())
    ));
    for municipality in directory.municipalities(names.at()) {
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

fn section(page: &mut Page, municipality: &Municipality, names: Names<'_>) {
    let name = escaped(&municipality.name);
    page.line("<section>");
    page.line(&format!("<h2>{name}</h2>"));
    page.line("<table>");
    page.line(&format!(
        "<caption>Kommun och hälsocentraler i {name}</caption>"
    ));
    page.line("<thead><tr><th scope=\"col\">Var</th><th scope=\"col\">Öppet</th><th scope=\"col\">Telefon</th></tr></thead>");
    page.line("<tbody>");
    row(
        page,
        "Kommunens sjuksköterska i beredskap",
        "",
        &municipality.phone.dial(),
        municipality.phone.as_str(),
    );
    let centres = names.directory().centres(names.at());
    for centre in centres.filter(|centre| centre.municipality == municipality.id) {
        row(
            page,
            &centre.name,
            &hours(centre),
            &centre.phone.dial(),
            centre.phone.as_str(),
        );
    }
    page.line("</tbody>");
    page.line("</table>");
    page.line("</section>");
}

fn hours(centre: &Centre) -> String {
    let Some(hours) = &centre.hours else {
        return String::new();
    };
    let mut text = hours.to_string();
    if text == "mon-sun 00:00-24:00" {
        return "dygnet runt".to_owned();
    }
    for (english, swedish) in [
        ("mon", "mån"),
        ("tue", "tis"),
        ("wed", "ons"),
        ("thu", "tors"),
        ("fri", "fre"),
        ("sat", "lör"),
        ("sun", "sön"),
    ] {
        text = text.replace(english, swedish);
    }
    text.replace('-', "–")
}

fn row(page: &mut Page, name: &str, hours: &str, dial: &str, shown: &str) {
    page.line(&format!(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
        escaped(name),
        escaped(hours),
        number(dial, shown)
    ));
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
body { margin: 0; }
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
tbody th { font-weight: normal; }
td:last-child, .county a { white-space: nowrap; font-weight: 600; }
a { color: inherit; }
a[href^=\"tel:\"] { display: inline-block; min-height: 1.5rem; }
.as-of { font-size: 0.85rem; }
@media (prefers-color-scheme: dark) {
  header { border-color: #4a555c; }
  header svg { color: #7cc4d3; }
}
@media (max-width: 30rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: grid; grid-template-columns: 1fr auto; border-bottom: 1px solid; }
  th, td { border: 0; padding-bottom: 0; }
  td:nth-child(2) { grid-row: 2; grid-column: 1 / -1; padding: 0 0 0.4rem; font-size: 0.85rem; }
}
@media print {
  :root { color-scheme: light; font-size: 10pt; }
  header { padding: 0; border: 0; }
  .demo { padding: 0; background: none; color: inherit; text-align: left; font-weight: 600; }
  main { max-width: none; padding: 0; }
  section { break-inside: avoid; }
  a { text-decoration: none; }
}
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_the_directory_is_never_markup() {
        assert_eq!(escaped("<b>&\"'"), "&#60;b&#62;&#38;&#34;&#39;");
    }
}
