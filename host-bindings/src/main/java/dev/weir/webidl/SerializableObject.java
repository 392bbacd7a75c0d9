package dev.weir.webidl;

/**
 * What structured cloning may copy: implemented by the peer of an interface that is marked {@code [Serializable]}.
 *
 * @see <a href="https://html.spec.whatwg.org/#serializable-objects">HTML, serializable objects</a>
 */
public interface SerializableObject {
    /**
     * The serialization steps, on the loop of the object's realm. A {@link WebException} makes the cloning fail.
     */
    Serialized serializationSteps();

    /** What was serialized. Immutable, and without anything of a realm: it may be deserialized on any loop, many times. */
    interface Serialized {
        /** The deserialization steps, on the loop of the realm given: a new object of that realm. */
        PlatformObject deserializationSteps(Realm realm);
    }
}
