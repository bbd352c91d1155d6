/** Runs commands and takes what they print. */
package io.penstock.plugin.exec;
