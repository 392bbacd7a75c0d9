/**
 * What a runtime must provide to the web objects: a loop to run on, a clock, rules for the network.
 *
 * <p>Only interfaces and small values live here. The runtime implements them; the specification packages
 * call them. Nothing in this package knows JavaScript.
 */
@NullMarked
package dev.weir.host;

import org.jspecify.annotations.NullMarked;
