export interface SettingsPart {
  readonly id: string;
  readonly label: string;
}

/** Jumps to a part of the settings; beside them on a wide screen, above them on a phone. */
export const SettingsNav = ({ parts }: { parts: readonly SettingsPart[] }) => (
  <nav aria-label="Parts of the settings" className="md:sticky md:top-0 md:w-44 md:flex-none">
    <ul className="flex flex-wrap gap-x-4 gap-y-1 md:grid md:gap-0">
      {parts.map(({ id, label }) => (
        <li key={id}>
          <a href={`#${id}`} className="flex min-h-7 items-center text-fg-2 hover:text-fg">
            {label}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);
