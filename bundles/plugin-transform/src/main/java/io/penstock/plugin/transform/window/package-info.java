/** The window transform: aggregates of the events of a span of time. */
package io.penstock.plugin.transform.window;
