/**
 * The {@code console} namespace: <a href="https://console.spec.whatwg.org/">console.spec.whatwg.org</a>.
 *
 * <p>Reading order: {@link dev.weir.console.ConsoleOutput} is what an embedder implements, {@link
 * dev.weir.console.Console} puts a console into a realm, {@link dev.weir.console.ConsoleHost} is what the scripts next
 * to this package call. Those scripts look at the values (only JavaScript can, without running the page's code):
 *
 * <table>
 * <caption>The scripts</caption>
 * <tr><td>{@code primordials.js}</td><td>what they use of the language, captured before any user script</td></tr>
 * <tr><td>{@code console.js}</td><td>the namespace's members, format directives, counts, timers, groups</td></tr>
 * <tr><td>{@code read.js}</td><td>reading properties without running getters</td></tr>
 * <tr><td>{@code inspect.js}, {@code views.js}</td><td>values as text; the kinds of object</td></tr>
 * <tr><td>{@code table.js}</td><td>rows and columns of {@code console.table}</td></tr>
 * </table>
 *
 * <p>Each is one function expression. The last three are evaluated when a realm first shows something that is not
 * plain text. What can be said of strings alone (quoting, columns, boxes) is done in Java, which is much faster while
 * nothing is compiled: {@code ConsoleText}, {@code ConsoleLayout}.
 *
 * <p>What platform objects show is read by the glue, which alone knows their getters: {@code platformObjects} in {@code
 * members.js}, from the attributes that {@code ShownAttributes} picks.
 *
 * <p>Invariants: nothing that a script patches after the console was made changes what is printed; no getter of a
 * script is run, and of its methods only what the specification asks for (labels, {@code %s}, {@code %d}, {@code %i},
 * {@code %f}, the list of columns); formatting never throws into the script; text for one value is bounded.
 */
@NullMarked
package dev.weir.console;

import org.jspecify.annotations.NullMarked;
