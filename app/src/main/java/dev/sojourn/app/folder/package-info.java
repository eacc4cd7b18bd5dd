/** The folder of journeys and templates: reading, publishing and watching it. */
@NullMarked
package dev.sojourn.app.folder;

import org.jspecify.annotations.NullMarked;
