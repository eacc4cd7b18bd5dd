/** What can be asked of the stores, and the answers as the operations API shows them. */
@NullMarked
package dev.sojourn.processor.query;

import org.jspecify.annotations.NullMarked;
