/**
 * The vocabulary of Web IDL in Java: realm, platform object, promise, exception.
 *
 * <p>Specification packages speak these words and never those of the engine's API beyond {@code Value}, which stands for
 * any JavaScript value and is never null ({@code undefined} is {@link dev.weir.webidl.Realm#undefined()}). How scripts see
 * the objects is the business of {@code dev.weir.bindings}.
 *
 * <p>A window and those of the frames in it are realms of one {@link dev.weir.webidl.Agent}: their scripts hold each other's
 * objects. A peer belongs to the realm that made it, and so does what comes of it.
 *
 * <p>Reading order: {@link dev.weir.webidl.Realm}, {@link dev.weir.webidl.PlatformObject}, {@link
 * dev.weir.webidl.Promise}, {@link dev.weir.webidl.WebException}.
 */
@NullMarked
package dev.weir.webidl;

import org.jspecify.annotations.NullMarked;
