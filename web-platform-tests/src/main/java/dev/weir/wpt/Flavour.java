package dev.weir.wpt;

/** The kinds of tests that are run, by what they run in. */
enum Flavour {
    /** A script in a window: {@code .any.js} and {@code .window.js}. */
    WINDOW,
    /** A script in a dedicated worker: {@code .any.js} and {@code .worker.js}. */
    WORKER,
    /** A script in a shared worker: {@code .any.js} that asks for it. */
    SHARED_WORKER,
    /** A page with scripts: {@code .html}. */
    PAGE;

    /** Whether it is a script that a worker runs. */
    boolean isWorker() {
        return this == WORKER || this == SHARED_WORKER;
    }
}
