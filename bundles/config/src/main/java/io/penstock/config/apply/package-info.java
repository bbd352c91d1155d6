/** Brings Config Admin in line with the sources, and keeps what others changed there. */
package io.penstock.config.apply;
