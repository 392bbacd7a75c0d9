package dev.weir.wpt;

/** The kinds of tests that are run, by what they run in. */
enum Flavour {
    /** A script in a window: {@code .any.js} and {@code .window.js}. */
    WINDOW,
    /** A script in a dedicated worker: {@code .any.js} and {@code .worker.js}. */
    WORKER,
    /** A page with scripts: {@code .html}. */
    PAGE
}
