package dev.weir.fetch.transport;

/**
 * A field of a request's or response's head.
 *
 * @param name in the case in which it is, or was, sent
 * @param value each character stands for a byte; without whitespace at its ends
 */
public record HttpField(String name, String value) {}
