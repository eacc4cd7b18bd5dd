/** The folder of journeys and templates: read, published, and watched for changes. */
@NullMarked
package dev.sojourn.app.folder;

import org.jspecify.annotations.NullMarked;
