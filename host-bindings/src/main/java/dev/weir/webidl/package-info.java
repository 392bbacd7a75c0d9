@NullMarked
package dev.weir.webidl;

import org.jspecify.annotations.NullMarked;
