/** Inputs and outputs that need nothing outside the process. */
package io.penstock.plugin.basic;
