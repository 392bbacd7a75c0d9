package dev.weir.dom;

/** Where a link or a form would lead. There is no navigation; the program around the page may want to know. */
@FunctionalInterface
public interface NavigationListener {
    /** The page asked to go to the URL, by a click on a link or by submitting a form. */
    void navigationRequested(String url);
}
