/** Trained weights, one set for each page, in the browser's database: they are too large for its settings. */

const table = 'checkpoints';

export async function putCheckpoint(page: string, bytes: ArrayBuffer): Promise<boolean> {
  return (await within((store) => store.put(bytes, page), 'readwrite')) !== undefined;
}

export async function getCheckpoint(page: string): Promise<ArrayBuffer | null> {
  const found = await within((store) => store.get(page), 'readonly');
  return found instanceof ArrayBuffer ? found : null;
}

/** Does one thing with the database; undefined where the browser denies it or it is full. */
function within(
  act: (store: IDBObjectStore) => IDBRequest,
  mode: IDBTransactionMode,
): Promise<unknown> {
  return new Promise((resolve) => {
    const fail = () => resolve(undefined);
    try {
      const opening = indexedDB.open('gibbs', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(table);
      opening.onerror = fail;
      opening.onblocked = fail;
      opening.onsuccess = () => {
        const database = opening.result;
        const transaction = database.transaction(table, mode);
        const request = act(transaction.objectStore(table));
        transaction.oncomplete = () => {
          database.close();
          resolve(request.result);
        };
        transaction.onerror = fail;
        transaction.onabort = fail;
      };
    } catch {
      fail();
    }
  });
}
