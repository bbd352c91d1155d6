/** The file input: finds files, recognises them over rotation, reads them to the end and on. */
package io.penstock.plugin.file.tail;
