/** Tests of the Autobahn runner itself. */
@NullMarked
package dev.weir.autobahn;

import org.jspecify.annotations.NullMarked;
