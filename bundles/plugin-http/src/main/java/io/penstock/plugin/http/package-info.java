/** HTTP: a polling input, a receiving input, an output. */
package io.penstock.plugin.http;
