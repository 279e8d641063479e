// What the window is called while something lasts. The page's own title is back afterwards, also
// where another page was opened meanwhile.

/** Call while a component is being set up: the window bears `name` for as long as that is one. */
export function titled(name: () => string | null): void {
  $effect(() => {
    const wanted = name();
    if (wanted === null) return;
    let own = document.title;
    document.title = wanted;
    const element = document.querySelector("title");
    // A page that is opened meanwhile names the window too.
    const watch = new MutationObserver(() => {
      if (document.title === wanted) return;
      own = document.title;
      document.title = wanted;
    });
    if (element !== null) watch.observe(element, { childList: true, characterData: true, subtree: true });
    return () => {
      watch.disconnect();
      if (document.title === wanted) document.title = own;
    };
  });
}
