/**
 * Handlers for a text area that hands a text far too long to `take` before the browser lays it out, which would take
 * minutes.
 */
export function pasteGuard(
  most: number,
  take: (text: string) => void,
): { onPaste: (event: ClipboardEvent) => void; onDrop: (event: DragEvent) => void } {
  const guard = (event: Event, data: DataTransfer | null) => {
    const pasted = data?.getData('text') ?? '';
    if (pasted.length <= most) return;
    event.preventDefault();
    take(pasted);
  };
  return {
    onPaste: (event) => guard(event, event.clipboardData),
    onDrop: (event) => guard(event, event.dataTransfer),
  };
}
