/** The table [control-client]. */
package io.penstock.control.client.settings;
