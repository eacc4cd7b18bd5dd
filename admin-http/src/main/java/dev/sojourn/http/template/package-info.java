/** Published templates and their preview. */
@NullMarked
package dev.sojourn.http.template;

import org.jspecify.annotations.NullMarked;
