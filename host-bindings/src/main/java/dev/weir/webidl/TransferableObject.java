package dev.weir.webidl;

/**
 * What may be moved to another realm: implemented by the peer of an interface that is marked {@code [Transferable]}.
 *
 * @see <a href="https://html.spec.whatwg.org/#transferable-objects">HTML, transferable objects</a>
 */
public interface TransferableObject {
    /** [[Detached]]: whether it was transferred, or for another reason cannot be. */
    boolean isDetached();

    /**
     * The transfer steps, on the loop of the object's realm; leaves the object detached. A {@link WebException} makes the
     * transfer fail.
     */
    DataHolder transferSteps();

    /** What is under way. Holds nothing of a realm; it is received at most once. */
    interface DataHolder {
        /** The transfer-receiving steps, on the loop of the realm given: a new object of that realm. */
        PlatformObject transferReceivingSteps(Realm realm);
    }
}
