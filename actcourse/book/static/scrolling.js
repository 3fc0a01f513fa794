/* What is too wide for its place scrolls there; then the keyboard has to reach it. The theme sees to
   this when a page is opened or its window resized, not for formulas, nor when a fold is opened. */
{
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  const wide = ".katex-display, pre, .cell_output > .output, .pst-scrollable-table-container";
  for (const element of document.querySelectorAll(wide)) observer.observe(element);
}
