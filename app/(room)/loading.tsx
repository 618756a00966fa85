import { Loading } from '@/components/ui/states';

export default function RoomLoading() {
  return <Loading words="Asking Bulkhead" rows={12} />;
}
