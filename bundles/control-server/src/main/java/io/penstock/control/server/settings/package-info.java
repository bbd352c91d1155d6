/** The table {@code [control-server]}. */
package io.penstock.control.server.settings;
