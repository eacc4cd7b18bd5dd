@NullMarked
package dev.sojourn.app.broker;

import org.jspecify.annotations.NullMarked;
