// Transferred streams: what crosses between realms are messages with a type and a value.
kernel.crossRealmMessage = (type, value) => {
    try {
        return cloning.serializeWithTransfer({ type, value }, noNames);
    } catch (e) {
        throw fromHost(e);
    }
};

/** Gives a chunk to the sink that posts it; false, because the write ends later. */
kernel.crossRealmWrite = (sink, chunk) => {
    sink.write(chunk);
    return false;
};
