package dev.weir.dom;

/** An element that does something when it has become part of a document. */
interface InsertionListener {
    /** The insertion is complete; scripts may run. */
    void becameConnected();
}
