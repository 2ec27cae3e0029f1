/**
 * Reloads the page when the site has been built again. Only `serve` adds this file to a page.
 */
const build = new URL(import.meta.url).search;
new EventSource(new URL(`reload${build}`, import.meta.url)).onmessage = () => location.reload();
