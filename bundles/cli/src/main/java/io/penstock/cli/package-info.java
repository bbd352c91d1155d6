/** The {@code penstock} command. Plain Java on a class path: only {@code up}, {@code agent} and {@code server} start OSGi. */
package io.penstock.cli;
