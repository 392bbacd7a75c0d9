package dev.weir.webidl;

import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The Java side of an object that scripts see: the peer in its private slot.
 *
 * <p>A peer has at most one wrapper, made when a script first meets it, and keeps it, so that identity and expando
 * properties hold. Everything happens on the realm's loop.
 */
public abstract class PlatformObject {
    protected final Realm realm;
    private @Nullable Value wrapper;

    protected PlatformObject(Realm realm) {
        this.realm = realm;
    }

    public final Realm realm() {
        return realm;
    }

    /** The most derived interface that this object implements, as the IDL spells it. */
    public abstract String interfaceName();

    /** For the glue: {@link #interfaceName()}. */
    @Export
    public final String peerInterface() {
        return interfaceName();
    }

    /** For the glue: {@link #toValue}. */
    @Export
    public final Value wrapper() {
        return toValue();
    }

    /** For the glue: the wrapper, just made. */
    @Export
    public final void bindWrapper(Value wrapper) {
        this.wrapper = wrapper;
    }

    /** The object that scripts hold for this peer; makes it if need be. */
    public final Value toValue() {
        return wrapper != null ? wrapper : realm.makeWrapper(this);
    }
}
