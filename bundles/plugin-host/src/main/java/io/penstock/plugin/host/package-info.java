/** The {@code host} input: what this machine does and uses, as measurements. */
package io.penstock.plugin.host;
