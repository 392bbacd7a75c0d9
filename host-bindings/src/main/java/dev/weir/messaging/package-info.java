/**
 * Structured cloning, message ports and the events that bring messages.
 *
 * <p>Start with {@link dev.weir.messaging.MessagePort}. A value is serialized by {@code serialize.js} into a flat list, which
 * {@code deserialize.js} reads: {@code structuredClone} does the one after the other; a port keeps the list in a {@code
 * SerializedMessage} in between, which stays a list of JavaScript as long as it stays in its realm and becomes one of Java
 * objects when it leaves: contexts share no values. {@code PortEnd} is what survives a port's journey, and the one place
 * in this package that several threads may use.
 *
 * <h2>Platform objects in messages</h2>
 *
 * <p>A peer that implements {@link dev.weir.webidl.SerializableObject} can be cloned, one that implements {@link
 * dev.weir.webidl.TransferableObject} transferred; any other makes a {@code DataCloneError}. What their steps return
 * holds nothing of a realm, and makes the new peer in the realm that the message reaches, its wrapper being made by the glue. A
 * transferable object that moves its work to a message port would do this:
 *
 * {@snippet :
 * public DataHolder transferSteps() {
 *     if (isLocked()) {
 *         throw WebException.dom("DataCloneError", "a locked stream cannot be transferred");
 *     }
 *     MessageChannel channel = new MessageChannel(realm);
 *     sendWhatComesThrough(channel.port1());
 *     detached = true;
 *     DataHolder port = channel.port2().transferSteps();
 *     return target -> new Thing(target, (MessagePort) port.transferReceivingSteps(target));
 * }
 * }
 *
 * <p>{@code dev.weir.streams.CrossRealmTransform} does that. The host receives from a port that no script sees with {@code
 * port.start(receiver)}, without events. It listens to any other port with {@code port.listen("message", event -> ((MessageEvent) event).data())}, and
 * with {@code "messageerror"}; then {@code port.start()}. It posts with {@code port.postMessage(value)}.
 *
 * <p>{@link dev.weir.messaging.ImplicitPorts} are the channel of a worker; a {@link dev.weir.messaging.BroadcastChannel} needs the {@link
 * dev.weir.messaging.BroadcastChannels} of its runtime, and every receiver reads the message anew.
 *
 * <p>{@link dev.weir.messaging.RealmPorts} are closed when their realm ends, so that a port elsewhere does not keep it.
 *
 * <p>Author code runs in getters of what is serialized, and in listeners. Definitions of this package come before those
 * of global objects or after them, as one likes: the members it gives to {@code WindowOrWorkerGlobalScope} are in {@code globalSteps}.
 *
 * @see <a href="https://html.spec.whatwg.org/#safe-passing-of-structured-data">HTML, safe passing of structured data</a>
 * @see <a href="https://html.spec.whatwg.org/#web-messaging">HTML, cross-document messaging and channel messaging</a>
 */
@NullMarked
package dev.weir.messaging;

import org.jspecify.annotations.NullMarked;
