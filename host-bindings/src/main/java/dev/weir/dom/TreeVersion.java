package dev.weir.dom;

import dev.weir.webidl.Realm;

/**
 * Counts the changes of all trees of a realm. Documents do not count for themselves, since a node that is adopted goes
 * from one to another, where an equal number would mean nothing.
 */
final class TreeVersion {
    long number;

    static TreeVersion of(Realm realm) {
        return realm.serviceOrMade(TreeVersion.class, TreeVersion::new);
    }
}
