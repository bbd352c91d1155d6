/** Transforms that remember events to compute over several of them. */
package io.penstock.plugin.transform.aggregate;
