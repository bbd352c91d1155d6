/** Where settings come from: the file, the environment, flags. Reads and judges, changes nothing. */
package io.penstock.config.source;
