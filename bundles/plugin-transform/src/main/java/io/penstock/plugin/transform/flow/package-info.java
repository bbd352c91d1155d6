/** Transforms that decide which way, whether and when an event goes on. */
package io.penstock.plugin.transform.flow;
