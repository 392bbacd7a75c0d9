package dev.weir.dom;

import dev.weir.webidl.Realm;

/**
 * Counts the changes of all trees of an agent. Documents do not count for themselves, since a node that is adopted goes
 * from one to another, where an equal number would mean nothing.
 */
final class TreeVersion {
    long number;

    static TreeVersion of(Realm realm) {
        return realm.agent().serviceOrMade(TreeVersion.class, TreeVersion::new);
    }
}
