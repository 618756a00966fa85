/** Nobody may mistake a drill for the real thing: a band, a frame and the title, in a hue used for nothing else. */
export const DrillBand = () => (
  <section className="drill-band" aria-label="Drill">
    <b>DRILL</b>
    <span className="min-w-0 truncate">Built-in drill cluster. Nothing on this screen touches a real cluster.</span>
    <span className="flex-1" />
    <b aria-hidden="true">DRILL</b>
  </section>
);
