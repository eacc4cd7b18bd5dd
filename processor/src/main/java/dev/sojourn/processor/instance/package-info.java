/** Journey instances with their logs and their index by journey. */
@NullMarked
package dev.sojourn.processor.instance;

import org.jspecify.annotations.NullMarked;
