/** Starts the OSGi framework in this JVM, from the folders of a distribution. Plain Java: works before any bundle does. */
package io.penstock.cli.launch;
